package weir.http;

/**
 * What a parser accepts.
 *
 * @param headBytesMax start line and fields together
 * @param fieldsMax number of field lines
 * @param targetBytesMax length of a request target
 */
public record HttpLimits(int headBytesMax, int fieldsMax, int targetBytesMax) {
    public static final HttpLimits DEFAULTS = new HttpLimits(32 * 1024, 100, 16 * 1024);
}
