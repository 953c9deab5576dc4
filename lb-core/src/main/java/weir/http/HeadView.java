package weir.http;

import java.nio.ByteBuffer;

/**
 * Where the parts of one head are: method, target and fields of a request, or status and fields of a response, as
 * places in the buffer that has the bytes.
 *
 * <p>This is what routes, hash keys, cookies, filters, edits and the access log read, whoever has filled it:
 * {@link RequestParser} and {@link ResponseParser} do, and {@link RequestHead} says where host and path are; a decoder
 * of another protocol writes each field as a line, and enters where it stands. Nothing is copied and no reference to
 * the buffer is kept, so whoever asks for bytes has the buffer. All that goes in is an offset from the head's first
 * byte, and survives moving the bytes; all that comes out is a position in the buffer that has the head at
 * {@link #base}.
 *
 * <p>A final class with one table of offsets, not an interface: a call of it is a load. Borrowed from {@link HeadViews}
 * for as long as a head is read, which is one event as a rule; what is needed later, {@link RequestHead} and
 * {@link ResponseHead} keep. Thread: owning loop only.
 */
public final class HeadView {
    private static final int UNKNOWN = -1;

    private int base;
    private Method method;
    private int methodStart;
    private int methodEnd;
    private int targetEnd;
    private int versionMinor;
    private int status;
    private int pathStart;
    private int hostStart;
    private int hostEnd;
    private final FieldLines fields;

    /** @param linesMax of its table */
    public HeadView(int linesMax) {
        fields = new FieldLines(linesMax);
        begin();
    }

    // --- filled by whoever reads the head, in offsets

    /** Forgets the head before. */
    public void begin() {
        method = null;
        targetEnd = 0;
        versionMinor = UNKNOWN;
        status = 0;
        fields.reset();
    }

    /** The head's first byte is at that position now. */
    public void setBase(int position) {
        base = position;
    }

    public void setMethod(Method method, int start, int end) {
        this.method = method;
        methodStart = start;
        methodEnd = end;
    }

    /** Behind the method and a space. */
    public void setTargetEnd(int end) {
        targetEnd = end;
        pathStart = methodEnd + 1;
    }

    /** Where the target's path and query begin, if not where the target does. */
    public void setPathStart(int start) {
        pathStart = start;
    }

    /** Whom the request is for; nothing, when an HTTP/1.0 request does not say. */
    public void setHost(int start, int end) {
        hostStart = start;
        hostEnd = end;
    }

    public void setVersionMinor(int minor) {
        versionMinor = minor;
    }

    public void setStatus(int status) {
        this.status = status;
    }

    /** As {@link FieldLines#add}. */
    public boolean add(ByteBuffer in, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        return fields.add(in, base, nameStart, nameEnd, valueStart, valueEnd);
    }

    /** The empty line behind the fields stands there. */
    public void end(int offset) {
        fields.end(offset);
    }

    // --- the start line

    /** Position of the head in its buffer. */
    public int base() {
        return base;
    }

    /** Null until it has come completely, and of a response. */
    public Method method() {
        return method;
    }

    /** Method and target are known. */
    public boolean hasTarget() {
        return targetEnd > 0;
    }

    public int methodStart() {
        return base + methodStart;
    }

    public int methodEnd() {
        return base + methodEnd;
    }

    public int targetStart() {
        return base + methodEnd + 1;
    }

    public int targetEnd() {
        return base + targetEnd;
    }

    /** Of path and query, which end with the target. */
    public int pathStart() {
        return base + pathStart;
    }

    public boolean hasHost() {
        return hostEnd > hostStart;
    }

    public int hostStart() {
        return base + hostStart;
    }

    public int hostEnd() {
        return base + hostEnd;
    }

    /** The start line has come completely. */
    public boolean hasVersion() {
        return versionMinor != UNKNOWN;
    }

    /** 0 or 1, which stands for higher ones as well; the major version is 1. */
    public int versionMinor() {
        return versionMinor;
    }

    public boolean isHttp10() {
        return versionMinor == 0;
    }

    /** 100..999; 0 of a request. */
    public int status() {
        return status;
    }

    // --- fields, by the index of their lines

    /** Number of field lines. */
    public int count() {
        return fields.count();
    }

    public int nameStart(int line) {
        return base + fields.nameStart(line);
    }

    public int nameEnd(int line) {
        return base + fields.nameEnd(line);
    }

    /** Position of the value's first byte, without leading white space. */
    public int valueStart(int line) {
        return base + fields.valueStart(line);
    }

    /** Position behind the value's last byte, without trailing white space. */
    public int valueEnd(int line) {
        return base + fields.valueEnd(line);
    }

    /** One of {@link FieldName}'s numbers is there. */
    public boolean has(int name) {
        return fields.has(name);
    }

    /** As {@link FieldLines#hasAny}. */
    public boolean hasAny(long set) {
        return fields.hasAny(set);
    }

    /** As {@link FieldLines#indexOf(int)}. */
    public int indexOf(int name) {
        return fields.indexOf(name);
    }

    /** As {@link FieldLines#indexOf(int, int)}. */
    public int indexOf(int name, int from) {
        return fields.indexOf(name, from);
    }

    /** As {@link FieldLines#lastIndexOf}. */
    public int lastIndexOf(int name, int end) {
        return fields.lastIndexOf(name, end);
    }

    /** As {@link FieldLines#indexOf(ByteBuffer, int, byte[], int)}. */
    public int indexOf(ByteBuffer in, byte[] lowerCaseName, int from) {
        return fields.indexOf(in, base, lowerCaseName, from);
    }

    /** As {@link FieldLines#indexOfAlike}. */
    public int indexOfAlike(ByteBuffer in, byte[] lowerCaseName, int from) {
        return fields.indexOfAlike(in, base, lowerCaseName, from);
    }

    /** The line will not be passed on. */
    public void drop(int line) {
        fields.drop(line);
    }

    /** Drops every line whose name is in the set, see {@link FieldName#set}. */
    public void dropAll(long set) {
        fields.dropAll(set);
    }

    /** The same by the configuration, which placeholders do not mind. */
    public void overrule(int line) {
        fields.overrule(line);
    }

    /** What the client has sent, and may send: not dropped, but perhaps overruled. */
    public boolean isMeant(int line) {
        return fields.isMeant(line);
    }

    public boolean isDropped(int line) {
        return fields.isDropped(line);
    }

    // --- for the grammar

    /** These three are offsets. */
    int lineStart() {
        return methodStart;
    }

    int methodEndOffset() {
        return methodEnd;
    }

    int targetEndOffset() {
        return targetEnd;
    }

    /** One of {@link FieldName}'s numbers. */
    int name(int line) {
        return fields.name(line);
    }

    /** Position of the next line, or of the empty line that ends the head. */
    int lineEnd(int line) {
        return base + fields.lineEnd(line);
    }

    boolean isRepeated(int name) {
        return fields.isRepeated(name);
    }

    /** As {@link FieldLines#indexOfAny}. */
    int indexOfAny(long set, int from) {
        return fields.indexOfAny(set, from);
    }

    /** As {@link FieldLines#indexOfSame}. */
    int indexOfSame(ByteBuffer in, int nameFrom, int nameTo, int from) {
        return fields.indexOfSame(in, base, nameFrom, nameTo, from);
    }

    /** Undoes {@link #drop}. */
    void keep(int line) {
        fields.keep(line);
    }

    /** The table itself. */
    FieldLines fields() {
        return fields;
    }
}
