package weir.model;

/**
 * What an HTTP check asks and expects.
 *
 * @param method of the request
 * @param path request target
 * @param host of the Host field; null = the pool's, else the backend's address
 * @param expect statuses that count as success
 * @param expectBody text that must stand in the body; null = the body does not matter
 * @param isWeightFromBody a body {@code {"weight": 40}} sets the backend's weight
 * @param isDrainOn404 status 404 says that the backend is well and wants no new clients
 * @param fields sent besides; may hold secrets
 */
public record HttpCheck(
        Method method,
        String path,
        String host,
        StatusSet expect,
        String expectBody,
        boolean isWeightFromBody,
        boolean isDrainOn404,
        CheckFields fields) {
    public enum Method {
        GET,
        HEAD,
        OPTIONS
    }

    public static final Form PATH = new Form("/[!-~&&[^#]]*+", "a request target that begins with /");
    private static final int BODY_CHARS_MAX = 256;
    public static final Form BODY =
            new Form("\\P{Cntrl}{1," + BODY_CHARS_MAX + "}", "text of 1 to " + BODY_CHARS_MAX + " characters");
    public static final HttpCheck DEFAULTS =
            new HttpCheck(Method.GET, "/health", null, StatusSet.of(200, 299), null, false, false);

    public HttpCheck {
        Given.one("health.method", method);
        Given.text("health.path", path, PATH);
        Given.textOrNone("health.host", host, Pool.HOST);
        Given.one("health.expect", expect);
        Given.textOrNone("health.expect-body", expectBody, BODY);
        Given.one("health.headers", fields);
        Given.check(
                method != Method.HEAD || expectBody == null && !isWeightFromBody,
                "health.method",
                "HEAD",
                "one whose response has a body, as it is looked at");
        Given.check(!isDrainOn404 || !expect.has(404), "health.drain-on-404", "404 in expect", "one meaning of 404");
    }

    /** Without fields of its own. */
    public HttpCheck(
            Method method,
            String path,
            String host,
            StatusSet expect,
            String expectBody,
            boolean isWeightFromBody,
            boolean isDrainOn404) {
        this(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, CheckFields.NONE);
    }

    public HttpCheck withFields(CheckFields fields) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withMethod(Method method) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withPath(String path) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withHost(String host) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withExpect(StatusSet expect) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withExpectBody(String expectBody) {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, isDrainOn404, fields);
    }

    public HttpCheck withWeightFromBody() {
        return new HttpCheck(method, path, host, expect, expectBody, true, isDrainOn404, fields);
    }

    public HttpCheck withDrainOn404() {
        return new HttpCheck(method, path, host, expect, expectBody, isWeightFromBody, true, fields);
    }

    /** The head alone does not decide. */
    public boolean needsBody() {
        return expectBody != null || isWeightFromBody;
    }
}
