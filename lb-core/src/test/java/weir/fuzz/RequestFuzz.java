package weir.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import weir.http.Tolerance;

/**
 * One question for any bytes at all: does Weir make the same of them wherever they are cut, and would a strict backend
 * find exactly the requests in what Weir sends it?
 *
 * <p>Run by {@link RequestFuzzTest} over mutated messages, and by Jazzer, which knows this method's name, guided by
 * coverage.
 */
public final class RequestFuzz {
    /** As CGI would call them. */
    private static final Pattern VOUCHED = Pattern.compile(
            "X_FORWARDED(_.*)?|FORWARDED|X_REAL_IP|X_CLIENT_SUBJECT|HOST|CONTENT_LENGTH|TRANSFER_ENCODING|CONNECTION|PROXY|WEIR_EXPLAIN");

    /** All that backends may find there when the client is not trusted. */
    private static final Pattern OF_STRANGERS =
            Pattern.compile("X-Forwarded-For: 192\\.0\\.2\\.7|X-Forwarded-Proto: http|X-Forwarded-Host: [!-~]+"
                    + "|Forwarded: for=192\\.0\\.2\\.7;proto=http(;host=\"[!-~]+\")?|X-Client-Subject: CN=fuzz"
                    + "|(?i:Host|Content-Length|Transfer-Encoding|Connection):.*");

    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] wire) {
        check(wire, Set.of());
        check(wire, Tolerance.FOR_REQUESTS);
    }

    /** The same holds whatever is put up with. */
    private static void check(byte[] wire, Set<Tolerance> accept) {
        final SplittableRandom random = new SplittableRandom(Arrays.hashCode(wire));
        final boolean isTrusted = random.nextBoolean();
        final RequestRun whole = RequestRun.of(wire, left -> left, isTrusted, accept);
        same(whole, RequestRun.of(wire, left -> 1, isTrusted, accept));
        same(whole, RequestRun.of(wire, left -> 1 + random.nextInt(Math.min(left, 40)), isTrusted, accept));
        for (StrictReader.Request request : read(whole)) {
            vouched(request, isTrusted);
        }
    }

    private static void same(RequestRun one, RequestRun other) {
        if (one.requests() != other.requests() || one.fault() != other.fault()) {
            throw new AssertionError("cut differently: " + one.requests() + " requests and " + one.fault() + ", or "
                    + other.requests() + " requests and " + other.fault());
        }
        if (!Arrays.equals(one.sent(), other.sent())) {
            throw new AssertionError("cut differently, different bytes are sent");
        }
    }

    private static List<StrictReader.Request> read(RequestRun run) {
        try {
            final List<StrictReader.Request> found = StrictReader.readAll(run.sent());
            if (found.size() != run.requests()) {
                throw new AssertionError(run.requests() + " requests were passed on, a backend finds " + found.size());
            }
            return found;
        } catch (StrictReader.Bad e) {
            throw new AssertionError("a strict backend refuses what was passed on: " + e.getMessage(), e);
        }
    }

    /** A backend that makes variables of names finds there what Weir says, and nothing of the client's own. */
    private static void vouched(StrictReader.Request request, boolean isTrusted) {
        for (String field : request.fields()) {
            final String name = field.substring(0, field.indexOf(':'));
            final String variable = variable(name);
            if (!VOUCHED.matcher(variable).matches()) {
                continue;
            }
            if (!variable.replace('_', '-').equalsIgnoreCase(name)) {
                throw new AssertionError("a look-alike was passed on: " + field);
            }
            if (!isTrusted && !OF_STRANGERS.matcher(field).matches()) {
                throw new AssertionError("a stranger's word was passed on: " + field);
            }
            if (variable.equals("X_CLIENT_SUBJECT") && !field.equals(RequestRun.SUBJECT)) {
                throw new AssertionError("the subject is not Weir's: " + field);
            }
        }
        if (!request.fields().contains(RequestRun.SUBJECT)) {
            throw new AssertionError("the subject is missing: " + request.fields());
        }
    }

    private static String variable(String name) {
        final char[] letters = name.toUpperCase(Locale.ROOT).toCharArray();
        for (int i = 0; i < letters.length; i++) {
            final boolean isKept = letters[i] >= 'A' && letters[i] <= 'Z' || letters[i] >= '0' && letters[i] <= '9';
            letters[i] = isKept ? letters[i] : '_';
        }
        return new String(letters);
    }
}
