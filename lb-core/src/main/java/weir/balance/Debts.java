package weir.balance;

/**
 * Lots that backends give back for requests of their sticky clients, see {@link Picker#charge}. Thread: owning loop
 * only.
 */
final class Debts {
    /** Lots in a row that are given back, so that a pick stays cheap where all are in debt. */
    static final int RETURNS_MAX = 16;

    private final byte[] owed;

    Debts(int backends) {
        owed = new byte[backends];
    }

    void charge(int backend) {
        if (owed[backend] < Picker.DEBT_MAX) {
            owed[backend]++;
        }
    }

    /** A lot has fallen on the backend. True when it gives it back, and with it one of its debts. */
    boolean takeBack(int backend) {
        if (owed[backend] == 0) {
            return false;
        }
        owed[backend]--;
        return true;
    }

    /** For a {@link #reset}: off the path of requests. */
    byte[] mark() {
        return owed.clone();
    }

    /** As if nothing had been charged or given back since the {@link #mark}. */
    void reset(byte[] mark) {
        System.arraycopy(mark, 0, owed, 0, owed.length);
    }
}
