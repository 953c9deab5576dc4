package weir.bench.doctor;

import java.util.Locale;

/**
 * What one check found. Immutable, any thread.
 *
 * @param check stable word
 * @param found the state of things
 * @param meaning what that does to a measurement
 * @param fix a command, or what to do; empty when nothing needs to be done
 */
record Finding(String check, Level level, String found, String meaning, String fix) {
    /** How bad it is. */
    enum Level {
        FINE,
        /** Could not be found out. */
        UNKNOWN,
        /** Some measurements suffer, or need care. */
        BEWARE,
        /** Do not measure like this. */
        SPOILS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding fine(String check, String found, String meaning) {
        return new Finding(check, Level.FINE, found, meaning, "");
    }

    static Finding unknown(String check, String found, String meaning) {
        return new Finding(check, Level.UNKNOWN, found, meaning, "");
    }

    static Finding beware(String check, String found, String meaning, String fix) {
        return new Finding(check, Level.BEWARE, found, meaning, fix);
    }

    static Finding spoils(String check, String found, String meaning, String fix) {
        return new Finding(check, Level.SPOILS, found, meaning, fix);
    }
}
