package weir.balance;

/** Which backends of a limited pool can take one more exchange now. Thread: owning loop only. */
public interface Room {
    boolean has(int backend);
}
