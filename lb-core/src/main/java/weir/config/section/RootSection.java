package weir.config.section;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weir.config.value.Key;
import weir.config.value.OutputFile;
import weir.config.value.ParseContext;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.AccessLog;
import weir.model.Admin;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Pool;
import weir.model.TlsEngine;
import weir.model.Webhook;

/** The whole file. */
public final class RootSection extends SectionType<Configuration> {
    /** Stands for "ask the machine" until the file is read. */
    static final long AUTO = 0;

    private static final long NONE = 0;

    private final Key<Long> loops =
            optional("loops", new Quantity(Units.COUNT, Configuration.LOOPS_RANGE).or("auto", AUTO), AUTO);
    private final Key<Long> buffers =
            optional("buffers", new Quantity(Units.SIZE, Configuration.BUFFERS_RANGE).or("auto", AUTO), AUTO);
    private final Key<Long> shutdown = duration(Configuration.SHUTDOWN_RANGE, Configuration.SHUTDOWN_MS);
    private final Key<Long> resolve = duration(Configuration.RESOLVE_RANGE, Configuration.RESOLVE_MS);
    private final Key<Long> tcpKeepAlive = optional(
            "tcp-keep-alive", new Quantity(Units.DURATION, Configuration.TCP_KEEP_ALIVE_RANGE).or("none", NONE), (long)
                    Configuration.TCP_KEEP_ALIVE_MS);
    private final Key<List<Listener>> listeners =
            required("listeners", new NamedMap<>(new ListenerSection(), ParseContext::defineListeners));
    private final Key<List<Pool>> pools =
            required("pools", new NamedMap<>(new PoolSection(), ParseContext::definePools));
    private final Key<AccessLog> log = optional("log", new LogSection(), AccessLog.NONE);

    private final Key<List<Webhook>> notify = optional("notify", new NotifySection(), List.of());
    private final Key<TlsEngine> tls = optional("tls", new TlsEngineSection(), TlsEngine.AUTO);
    private final Key<Admin> admin = optional("admin", new AdminSection(), Admin.NONE);
    private final Key<Optional<Path>> stateFile = optional("state-file", new OutputFile(), Optional.empty());

    @Override
    Configuration build(Section section) {
        final List<Pool> pools = section.get(this.pools); // first, because listeners refer to them
        section.location().context().refuseFallbackCycles();
        section.location().context().readPools(pools == null ? List.of() : pools);
        final List<Listener> listeners = section.get(this.listeners);
        section.location().context().refuseReservedFields();
        final int loops = section.getInt(this.loops);
        final long buffers = section.get(this.buffers);
        final int shutdown = section.getInt(this.shutdown);
        final int resolveMs = section.getInt(resolve);
        final int tcpKeepAliveMs = section.getInt(tcpKeepAlive);
        final AccessLog log = section.get(this.log);
        final List<Webhook> webhooks = section.get(notify);
        final TlsEngine tlsEngine = section.get(tls);
        final Admin admin =
                section.get(this.admin); // after the listeners, so that a clash of addresses is told of this one
        final Path stateFile = section.get(this.stateFile).orElse(null);
        if (stateFile != null && !section.has(this.admin)) {
            section.at(this.stateFile).warn("without admin nothing can be changed, so there is nothing new to keep");
        }
        return section.location().context().hasProblems() // then indexes of pools may lead astray
                ? null
                : new Configuration(
                        loops == AUTO ? loopsOfThisMachine() : loops,
                        buffers,
                        shutdown,
                        listeners,
                        pools,
                        log,
                        webhooks,
                        admin,
                        stateFile,
                        tlsEngine,
                        resolveMs,
                        tcpKeepAliveMs);
    }

    static int loopsOfThisMachine() {
        return (int) Math.min(Runtime.getRuntime().availableProcessors(), Configuration.LOOPS_RANGE.max());
    }
}
