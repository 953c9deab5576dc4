package weir.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory outside the heap this JVM grants: what buffers are made of.
 *
 * @param limitBytes of all direct buffers together
 * @param isSet by {@code -XX:MaxDirectMemorySize}; else it is as large as the heap may become
 */
record DirectMemory(long limitBytes, boolean isSet) {
    static DirectMemory ofThisJvm() {
        final long set = maxDirectMemorySize();
        return set > 0
                ? new DirectMemory(set, true)
                : new DirectMemory(Runtime.getRuntime().maxMemory(), false);
    }

    /** 0 when it is not set, or when this JVM does not tell. */
    private static long maxDirectMemorySize() {
        try {
            final HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm == null
                    ? 0
                    : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        } catch (IllegalArgumentException | LinkageError e) {
            return 0; // another kind of JVM, or a runtime image without the module jdk.management
        }
    }

    /** For messages. */
    String origin() {
        return isSet ? "-XX:MaxDirectMemorySize" : "-Xmx, as -XX:MaxDirectMemorySize is not set";
    }
}
