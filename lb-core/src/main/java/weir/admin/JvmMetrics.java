package weir.admin;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;

/** What the JVM tells of itself, under the names that dashboards know. Any thread. */
final class JvmMetrics {
    private static final double MS_PER_S = 1e3;
    private static final double NS_PER_S = 1e9;

    private JvmMetrics() {}

    static void addTo(MetricPoints points) {
        final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        points.add(Metric.UPTIME, runtime.getUptime() / MS_PER_S);
        points.add(Metric.PROCESS_START, runtime.getStartTime() / MS_PER_S);
        addMemory(points, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(), "heap");
        addMemory(points, ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage(), "nonheap");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            points.add(Metric.JVM_BUFFERS, pool.getMemoryUsed(), pool.getName());
        }
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            points.addSummary(Metric.JVM_GC, gc.getCollectionCount(), gc.getCollectionTime() / MS_PER_S, gc.getName());
        }
        points.add(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        addProcess(points);
    }

    private static void addMemory(MetricPoints points, MemoryUsage usage, String area) {
        points.add(Metric.JVM_MEMORY_USED, usage.getUsed(), area);
        if (usage.getMax() >= 0) {
            points.add(Metric.JVM_MEMORY_MAX, usage.getMax(), area);
        }
    }

    private static void addProcess(MetricPoints points) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean process) {
            points.add(Metric.PROCESS_CPU, process.getProcessCpuTime() / NS_PER_S);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean process) {
            points.add(Metric.PROCESS_FDS, process.getOpenFileDescriptorCount());
            points.add(Metric.PROCESS_FDS_MAX, process.getMaxFileDescriptorCount());
        }
    }
}
