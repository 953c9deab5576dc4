package weir.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weir.admin.RuntimeView;
import weir.control.StateFile;
import weir.health.BackendStatus;
import weir.http.Fault;
import weir.model.AdminState;
import weir.model.ExchangeEnd;
import weir.model.Health;
import weir.notify.Notifier;
import weir.pki.Identity;
import weir.snapshot.AccessList;
import weir.snapshot.BackendState;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.tls.CertificateWatch;

/**
 * What the admin API reads of a running {@link Weir}. Any thread.
 *
 * @param stateFile null = none
 */
record LiveRuntimeView(
        Running running,
        Summary summary,
        List<Bound> listeners,
        StateFile stateFile,
        Map<String, CertificateWatch> certificateWatches)
        implements RuntimeView {
    private static final List<String> FAILURE_WORDS = Arrays.asList(Arrays.stream(ExchangeEnd.values())
            .map(end -> end.blame() == ExchangeEnd.Blame.UPSTREAM ? end.word() : null)
            .toArray(String[]::new)); // not List.of, which takes no null

    /** Counters that no other metric covers. */
    static final Set<Counter> EVENTS = EnumSet.of(
            Counter.ACCEPT_HOLDS,
            Counter.CONNECTIONS_DENIED,
            Counter.CONNECTIONS_OVER_CLIENT_LIMIT,
            Counter.TLS_HANDSHAKES,
            Counter.TLS_RESUMPTIONS,
            Counter.TLS_HANDSHAKE_TIMEOUTS,
            Counter.TLS_HANDSHAKE_CUTS,
            Counter.TLS_PLAIN_HTTP,
            Counter.TLS_GARBAGE,
            Counter.TLS_NOTHING_IN_COMMON,
            Counter.TLS_NO_APPLICATION_PROTOCOL,
            Counter.TLS_PEER_CERTIFICATES_REFUSED,
            Counter.TLS_REFUSED_BY_PEER,
            Counter.TLS_BAD_HANDSHAKES,
            Counter.TLS_BROKEN_RECORDS,
            Counter.TLS_RECORDS_STUCK,
            Counter.TLS_RENEGOTIATIONS,
            Counter.TLS_TRUNCATIONS,
            Counter.TLS_NO_BUFFER,
            Counter.TLS_ENGINE_FAULTS,
            Counter.TLS_HANDSHAKE_WAITS,
            Counter.PICKER_FAULTS,
            Counter.STICKY_HITS,
            Counter.STICKY_MISSES,
            Counter.STICKY_BROKEN,
            Counter.STICKY_INVALID,
            Counter.QUEUED,
            Counter.QUEUE_ABANDONED,
            Counter.RETRIES_OVER_BUDGET,
            Counter.FALLBACKS,
            Counter.TOLERATED_PADDED_CHUNK_SIZE,
            Counter.TOLERATED_BARE_LF,
            Counter.TOLERATED_EQUAL_CONTENT_LENGTHS,
            Counter.TOLERATED_LENGTH_WITH_CHUNKED,
            Counter.TOLERATED_CONTROL_BYTES,
            Counter.TOLERATED_UTF8_TARGET,
            Counter.BREAKER_OPENINGS,
            Counter.BREAKER_CLOSINGS,
            Counter.BREAKER_SHADOWED,
            Counter.REPLAYS_GIVEN_UP,
            Counter.HEALTH_CHECKS,
            Counter.HEALTH_CHECK_FAILURES,
            Counter.HEALTH_WEIGHTS_IGNORED,
            Counter.EJECTIONS,
            Counter.EJECTIONS_SHADOWED,
            Counter.EJECTIONS_SPARED,
            Counter.PANICS);

    @Override
    public Snapshot snapshot() {
        return running.snapshot();
    }

    @Override
    public List<Loop> loops() {
        return List.copyOf(summary.loops());
    }

    @Override
    public boolean askProbe(Runnable answer) {
        return running.post(answer);
    }

    @Override
    public List<Count> ends() {
        return Arrays.stream(ExchangeEnd.values())
                .map(end -> new Count(end.word(), () -> summary.total(end)))
                .toList();
    }

    @Override
    public List<Count> refusals() {
        return Arrays.stream(Fault.values())
                .map(fault -> new Count(fault.word(), () -> summary.total(fault)))
                .toList();
    }

    @Override
    public List<Count> events() {
        final List<Count> events = new ArrayList<>();
        for (Counter counter : EVENTS) {
            events.add(new Count(counter.word(), () -> summary.total(counter)));
        }
        final Collection<AccessList> access = running.snapshot().limits().accessLists();
        if (!access.isEmpty()) {
            events.add(new Count(
                    "access_reloads",
                    () -> access.stream().mapToLong(AccessList::reloads).sum()));
            events.add(new Count(
                    "access_reload_failures",
                    () -> access.stream().mapToLong(AccessList::failures).sum()));
        }
        final Notifier notifier = summary.notifier();
        if (notifier != null) {
            events.add(new Count("notifications_delivered", notifier::delivered));
            events.add(new Count("notifications_lost", notifier::lost));
            events.add(new Count("notification_attempts_failed", notifier::failedAttempts));
            events.add(new Count("on_down_runs", notifier::commandRuns));
            events.add(new Count("on_down_refusals", notifier::commandRefusals));
        }
        if (stateFile != null) {
            events.add(new Count("state_writes", stateFile::writes));
            events.add(new Count("state_write_failures", stateFile::failures));
        }
        return events;
    }

    @Override
    public Kept kept() {
        return stateFile == null ? null : new Kept(stateFile.path().toString(), stateFile.trouble());
    }

    @Override
    public List<Certificates> certificates() {
        return certificateWatches.entrySet().stream()
                .map(entry -> certificates(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Certificates certificates(String listener, CertificateWatch watch) {
        final Map<String, Long> expiries = new LinkedHashMap<>();
        for (Identity identity : watch.certificates().identities()) {
            expiries.merge(identity.name(), identity.expirySeconds(), Math::min); // an RSA one and an ECDSA one, say
        }
        return new Certificates(listener, expiries, watch.reloads(), watch.failures());
    }

    @Override
    public List<Transition> transitions(int pool, int backend) {
        final BackendStatus status = running.monitor().view().status(pool, backend);
        return status == null ? List.of() : transitions(status);
    }

    private static List<Transition> transitions(BackendStatus status) {
        return status.transitions().stream()
                .map(transition -> new Transition(
                        transition.wallMs(),
                        transition.kind().word(),
                        transition.from(),
                        transition.to(),
                        transition.reason()))
                .toList();
    }

    @Override
    public List<String> failureWords() {
        return FAILURE_WORDS;
    }

    @Override
    public BackendState state(int pool, int backend) {
        final BackendStatus status = running.monitor().view().status(pool, backend);
        if (status == null) {
            return new BackendState(pool, backend, Health.DOWN, false, AdminState.MAINTENANCE, 0, 1, 0);
        }
        return new BackendState(
                pool,
                backend,
                status.health(),
                status.isPanic(),
                status.admin().orDrain(status.asksForDrain()),
                status.weight(),
                status.limitShare(),
                status.generation());
    }

    @Override
    public String healthReason(int pool, int backend) {
        final BackendStatus status = running.monitor().view().status(pool, backend);
        return status == null ? "removed" : status.reason();
    }

    @Override
    public boolean isStopping() {
        return running.isStopping();
    }

    @Override
    public long accessLogLinesLost() {
        return summary.linesLost();
    }

    @Override
    public String version() {
        return ManifestVersion.version();
    }
}
