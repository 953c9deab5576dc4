package weir.net.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import weir.stats.Counter;

/** Why a TLS connection failed, and what counts it. */
public enum TlsFault {
    /** The peer did not complete its handshake in time. */
    HANDSHAKE_TIMEOUT(Counter.TLS_HANDSHAKE_TIMEOUTS),
    /** The peer left before the handshake was complete. */
    HANDSHAKE_CUT(Counter.TLS_HANDSHAKE_CUTS),
    /** The first bytes are a plain HTTP request. */
    PLAIN_HTTP(Counter.TLS_PLAIN_HTTP),
    /** The first byte begins no TLS record. */
    GARBAGE(Counter.TLS_GARBAGE),
    /** No protocol version, cipher suite, group or signature that both sides know. */
    NOTHING_IN_COMMON(Counter.TLS_NOTHING_IN_COMMON),
    /** The peer speaks application protocols (ALPN), none of which is ours. */
    NO_APPLICATION_PROTOCOL(Counter.TLS_NO_APPLICATION_PROTOCOL),
    /** The peer's certificate is missing, expired, or unfit for another reason than the two below. */
    PEER_CERTIFICATE(Counter.TLS_PEER_CERTIFICATES_REFUSED),
    /** None of our authorities vouches for it. */
    PEER_CERTIFICATE_OF_UNKNOWN_AUTHORITY(Counter.TLS_PEER_CERTIFICATES_REFUSED),
    /** It is not for the name that was asked for. */
    PEER_CERTIFICATE_FOR_ANOTHER_NAME(Counter.TLS_PEER_CERTIFICATES_REFUSED),
    /** The peer has refused us by an alert; our certificate, as a rule. */
    REFUSED_BY_PEER(Counter.TLS_REFUSED_BY_PEER),
    /** A message of the handshake that makes no sense. */
    BAD_HANDSHAKE(Counter.TLS_BAD_HANDSHAKES),
    /** A record that is too large, cannot be authenticated, or does not belong there. */
    BROKEN_RECORD(Counter.TLS_BROKEN_RECORDS),
    /** The rest of a record did not come in time, or others needed the buffer of a peer that sent and took nothing. */
    RECORD_STUCK(Counter.TLS_RECORDS_STUCK),
    /** A second handshake on an established connection (TLS 1.2), which is never wanted. */
    RENEGOTIATION(Counter.TLS_RENEGOTIATIONS),
    /** There is no buffer for bytes that were read already. */
    NO_BUFFER(Counter.TLS_NO_BUFFER),
    /** The engine failed for a reason of its own. */
    ENGINE(Counter.TLS_ENGINE_FAULTS);

    private static final String[] NOTHING_IN_COMMON_WORDS = {
        "in common",
        "not enabled or supported",
        "not supported",
        "no appropriate protocol",
        "no available",
        "no_shared",
        "unsupported",
        "no negotiable",
        "no supported"
    };

    /**
     * Of the JDK's trust manager, which judges for either engine; "no subject alternative names present" is among the
     * first.
     */
    private static final String[] NAME_WORDS = {"subject alternative", "no name matching"};

    private static final String[] AUTHORITY_WORDS = {"path building failed", "no trusted certificate", "trust anchor"};

    private final Counter counter;

    TlsFault(Counter counter) {
        this.counter = counter;
    }

    /** It says nothing about the peer. */
    public boolean isOurs() {
        return this == NO_BUFFER;
    }

    /** For people. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    Counter counter() {
        return counter;
    }

    /**
     * What an engine means by its exception. Engines tell by type and words only; the words are those of the JDK and of
     * BoringSSL (Conscrypt).
     */
    static TlsFault of(SSLException e, boolean isSecure) {
        final String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (isAny(words, "received fatal alert", "received close_notify", "alert_")) {
            return REFUSED_BY_PEER;
        }
        if (isSecure) {
            return isAny(words, "renegotiation") ? RENEGOTIATION : BROKEN_RECORD;
        }
        if (isAboutCertificate(e)
                || isAny(words, "empty client certificate", "peer_did_not_return_a_certificate", "certificate")) {
            return certificateFault(e);
        }
        if (isAny(words, "alpn", "application protocol", "no_application_protocol")) {
            return NO_APPLICATION_PROTOCOL;
        }
        return isAny(words, NOTHING_IN_COMMON_WORDS) ? NOTHING_IN_COMMON : BAD_HANDSHAKE;
    }

    private static TlsFault certificateFault(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            final String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (isAny(words, AUTHORITY_WORDS)) {
                return PEER_CERTIFICATE_OF_UNKNOWN_AUTHORITY;
            }
            if (isAny(words, NAME_WORDS)) {
                return PEER_CERTIFICATE_FOR_ANOTHER_NAME;
            }
        }
        return PEER_CERTIFICATE;
    }

    private static boolean isAboutCertificate(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(String words, String... parts) {
        for (String part : parts) {
            if (words.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
