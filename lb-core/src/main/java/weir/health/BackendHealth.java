package weir.health;

import java.util.Locale;
import java.util.random.RandomGenerator;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.CheckTimes;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.Passive.Failure;
import weir.model.Passive.Mode;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendState;
import weir.snapshot.ResolvedHosts;
import weir.stats.Counter;
import weir.stats.Results;
import weir.time.Timer;

/**
 * All that is known about one backend of one pool, and what follows from it: the one place where checks, requests, the
 * operator, slow start and panic meet.
 *
 * <pre>
 *   CHECKING --check--> UP --rule broken--> EJECTED --time--> UP
 *       |               | ^                    |
 *       '----> DOWN <---' '-- rise checks -- DOWN <-- fall checks
 * </pre>
 *
 * <p>Down outweighs ejected, and coming back from down ends an ejection. After maintenance a checked backend is
 * CHECKING again. {@link #update} publishes each change: to the loops, in the history and in the view. Thread:
 * probe loop only.
 */
final class BackendHealth {
    private final HealthMonitor monitor;
    private final PoolHealth poolHealth;
    private final EventLoop loop;
    private final int poolIndex;
    private final int index;
    private final Pool pool;
    private final Backend backend;
    private final HealthCheck rules;
    private final Results results;
    private final BackendCheck check;
    private final RiseAndFall checked;
    private final Ejection ejection;
    private final SlidingWindow window;
    private final SlowStartRamp ramp;
    private final Timer ejectionTimer;
    private final ReportedWeight reported = new ReportedWeight();
    private final History history = new History();

    private Health health;
    private String reason;
    /** Of the last transition, whatever it changed. */
    private String lastReason;

    private long sinceWallMs;
    private AdminState admin = AdminState.READY;
    private boolean asksForDrain;
    private boolean isPanic;
    private Double weightOverride;
    private CheckResult lastCheck;
    private String lastWeightFault;
    private int failuresInRow;
    private long successesSeen;
    private long shadowUntilNs;
    private long ejectedUntilWallMs;

    /** The state that the loops have, or will have once it was sent. */
    private BackendState state;

    private boolean mustResend;

    BackendHealth(
            HealthMonitor monitor,
            PoolHealth poolHealth,
            EventLoop loop,
            Results results,
            int index,
            RandomGenerator random) {
        this.monitor = monitor;
        this.poolHealth = poolHealth;
        this.loop = loop;
        this.results = results;
        this.index = index;
        poolIndex = poolHealth.index();
        pool = poolHealth.pool();
        backend = pool.backends().get(index);
        rules = pool.health();
        final Health initial = rules.type() == HealthCheck.Type.NONE ? Health.UP : rules.initial();
        final ResolvedHosts.Host host = monitor.hosts().of(backend.address());
        final boolean isNowhere = host != null && !host.isResolved();
        health = isNowhere ? Health.DOWN : initial;
        reason = isNowhere ? BackendCheck.NOT_RESOLVED : "initial: " + initial.word();
        lastReason = reason;
        checked = new RiseAndFall(rules.rise(), rules.fall(), health);
        ejection = new Ejection(rules.passive());
        window = rules.passive().hasWindow() ? new SlidingWindow() : null;
        ejectionTimer = new Timer(this::onEjectionOver);
        ramp = new SlowStartRamp(pool.slowStart(), loop.timers(), this::onRampStep);
        check = new BackendCheck(
                this, loop, pool, backend, monitor.heads(), random, monitor.secured(), poolIndex, monitor.hosts());
        sinceWallMs = loop.clock().wallMs();
        shadowUntilNs = loop.nowNs();
        state = new BackendState(
                poolIndex, index, initial, false, admin, backend.weight(), 1, 0); // what loops begin with
    }

    /**
     * As operators had it before Weir was started again. Before {@link #start}, so that nobody ever goes by anything
     * else.
     */
    void restore(AdminState wanted, Double weight) {
        admin = wanted;
        weightOverride = weight;
        if (wanted != AdminState.READY) {
            note(Transition.Kind.ADMIN, "still set to " + wanted.word());
        }
        if (weight != null) {
            note(Transition.Kind.WEIGHT, "weight still set to " + shown(weight));
        }
    }

    /** @param firstCheckNs when the first check is to come, so that not all come at once */
    void start(long firstCheckNs) {
        if (pool.slowStart().isOnStart() && health == Health.UP && admin != AdminState.MAINTENANCE) {
            beginRamp();
        }
        update();
        if (wantsChecks()) {
            check.resume(firstCheckNs);
        }
    }

    /**
     * The same for a backend that was added while Weir runs. The loops know it, but do not use it before they are told;
     * the first check comes soon.
     */
    void startAdded(boolean isPanicNow) {
        isPanic = isPanicNow;
        forgetResults(); // of who had the index before
        successesSeen = results.successes(index);
        if (pool.slowStart().isOn() && health == Health.UP) {
            beginRamp();
        }
        final double factor = ramp.factor();
        state = new BackendState(poolIndex, index, health, isPanic, admin, backend.weight() * factor, factor, 1);
        send();
        monitor.listener().onState(poolHealth.pool(), state, state, reason);
        publish();
        if (wantsChecks()) {
            check.resume(0);
        }
    }

    /** It was removed. Says nothing more. */
    void stop() {
        check.rest();
        ramp.stop();
        loop.timers().remove(ejectionTimer);
        mustResend = false;
    }

    // --- checks

    /** A backend in maintenance is left alone; one that is only watched is checked while it is not up. */
    boolean wantsChecks() {
        return switch (rules.type()) {
            case NONE -> admin != AdminState.MAINTENANCE && checked.health() != Health.UP; // its name, that is
            case PASSIVE -> admin != AdminState.MAINTENANCE && checked.health() != Health.UP;
            case TCP, HTTP -> admin != AdminState.MAINTENANCE;
        };
    }

    /** From the start of a check to that of the next. */
    int intervalMs() {
        final CheckTimes times = rules.times();
        if (checked.isInDoubt()) {
            return times.fastMs();
        }
        return checked.health() == Health.UP ? times.intervalMs() : times.downMs();
    }

    void onVerdict(Verdict verdict, long latencyUs) {
        lastCheck = new CheckResult(
                verdict.isSuccess(), verdict.reason(), latencyUs, loop.clock().wallMs());
        if (verdict.isSuccess()) {
            hearDrain(verdict.asksForDrain());
            hearWeight(verdict.weight());
        }
        onResult(verdict.isSuccess(), verdict.reason());
        if (!ejection.isOut()) {
            reason = verdict.reason();
        }
        publish();
    }

    private void onResult(boolean isSuccess, String why) {
        if (!checked.onResult(isSuccess)) {
            return;
        }
        if (checked.health() == Health.UP && ejection.isOut()) {
            endEjection(); // it was worse than that, and is well again
        }
        become(healthNow(), why);
    }

    private void hearDrain(boolean asks) {
        if (asks != asksForDrain) {
            asksForDrain = asks;
            note(Transition.Kind.ADMIN, asks ? "its check asks to drain it" : "its check asks to drain it no more");
            updateShares();
        }
    }

    private void hearWeight(WeightReport report) {
        if (report == null) {
            return;
        }
        if (report.fault() != null) {
            loop.counters().add(Counter.HEALTH_WEIGHTS_IGNORED);
            if (!report.fault().equals(lastWeightFault)) { // each check may say the same again
                note(Transition.Kind.WEIGHT, "ignored: " + report.fault());
            }
        } else {
            final double before = baseWeight();
            if (reported.onReport(report.weight()) && baseWeight() != before) {
                note(Transition.Kind.WEIGHT, "its check reports weight " + shown(reported.weight()));
                updateShares();
            }
        }
        lastWeightFault = report.fault();
    }

    // --- requests

    /** A loop's request has failed. */
    void onFailure(Failure failure, boolean isAfterSuccess) {
        if (rules.type() == HealthCheck.Type.NONE) {
            return;
        }
        final long successes = results.successes(index);
        final boolean isFirst = isAfterSuccess || successes != successesSeen;
        successesSeen = successes;
        failuresInRow = isFirst ? 1 : failuresInRow + 1;
        if (failure == Failure.CONNECT) {
            onConnectFailed(isFirst);
        }
        if (rules.passive().failures().contains(failure)) {
            final Passive.Consecutive rule = rules.passive().consecutive();
            if (rule.mode() != Mode.OFF && failuresInRow >= rule.count()) {
                onRuleBroken(rule.mode(), failuresInRow + " failures in a row, the last one: " + failure.word());
            }
        }
    }

    /** As bad as a failed check, and a reason to look soon. */
    private void onConnectFailed(boolean isFirst) {
        if (checked.health() != Health.UP) {
            return;
        }
        if (isFirst && !rules.isActive()) {
            checked.forgive(); // where nothing else would
        }
        onResult(false, "requests could not connect");
        publish();
        if (wantsChecks()) {
            check.hasten();
        }
    }

    /** Reads what the loops have counted; null when no rule asks for that. */
    SlidingWindow tick() {
        window.tick(results.successes(index), results.failures(index), results.latencyNs(index));
        return window;
    }

    private void forgetResults() {
        failuresInRow = 0;
        if (window != null) {
            window.restart(results.successes(index), results.failures(index), results.latencyNs(index));
        }
    }

    /** Leaves the backend out for a while, if the rule is enforced and there are enough others. */
    void onRuleBroken(Mode mode, String why) {
        final long nowNs = loop.nowNs();
        if (health != Health.UP || ejection.isOut() || nowNs - shadowUntilNs < 0) {
            return;
        }
        forgetResults();
        if (mode == Mode.SHADOW) {
            shadow(Transition.Kind.SHADOW, Counter.EJECTIONS_SHADOWED, "would be ejected: " + why);
        } else if (!poolHealth.mayEject(this)) {
            shadow(Transition.Kind.SPARED, Counter.EJECTIONS_SPARED, "not ejected, too few would be left: " + why);
        } else {
            eject(why);
        }
    }

    /** What is not done is not said again for as long as it would have lasted. */
    private void shadow(Transition.Kind kind, Counter counter, String why) {
        shadowUntilNs = loop.nowNs() + rules.passive().ejectionMs() * 1_000_000L;
        loop.counters().add(counter);
        note(kind, why);
        publish();
    }

    private void eject(String why) {
        loop.counters().add(Counter.EJECTIONS);
        final long forNs = ejection.begin(loop.nowNs(), results.successes(index));
        loop.timers().set(ejectionTimer, loop.nowNs() + forNs);
        ejectedUntilWallMs = loop.clock().wallMs() + forNs / 1_000_000;
        become(healthNow(), why + "; for " + forNs / 1_000_000 + " ms");
    }

    private void onEjectionOver(long nowNs) {
        endEjection();
        become(healthNow(), "its ejection is over");
    }

    private void endEjection() {
        loop.timers().clear(ejectionTimer);
        ejection.end(loop.nowNs(), results.successes(index));
        ejectedUntilWallMs = 0;
        forgetResults();
    }

    // --- the operator

    void setAdmin(AdminState wanted) {
        if (wanted == admin) {
            return;
        }
        final boolean wasAway = admin == AdminState.MAINTENANCE;
        admin = wanted;
        note(Transition.Kind.ADMIN, "set to " + wanted.word());
        if (wanted == AdminState.MAINTENANCE) {
            check.rest();
            ramp.stop();
        } else if (wasAway) {
            comeBack();
        }
        updateShares();
    }

    /** Nobody knows what has been done to it meanwhile. */
    private void comeBack() {
        if (ejection.isOut()) {
            endEjection();
        }
        if (rules.isActive()) {
            checked.forget();
        }
        if (healthNow() == Health.UP && health == Health.UP) {
            beginRamp();
        } else {
            become(healthNow(), "back from maintenance");
        }
        if (wantsChecks()) {
            check.hasten();
        }
    }

    /** @param weight null = as configured, or as its checks say */
    void setWeight(Double weight) {
        weightOverride = weight;
        note(Transition.Kind.WEIGHT, weight == null ? "its weight is no longer set" : "weight set to " + shown(weight));
        updateShares();
    }

    private static String shown(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : String.format(Locale.ROOT, "%.2f", weight);
    }

    // --- the pool

    void setPanic(boolean is, String why) {
        if (is != isPanic) {
            isPanic = is;
            if (health != Health.UP) {
                note(Transition.Kind.PANIC, why);
            }
            update();
        }
    }

    /** Takes part in what the pool's shares are reckoned of. */
    boolean counts() {
        return adminNow() == AdminState.READY && baseWeight() > 0;
    }

    Health health() {
        return health;
    }

    boolean isEjected() {
        return ejection.isOut();
    }

    // --- what follows

    private Health healthNow() {
        return checked.health() == Health.UP && ejection.isOut() ? Health.EJECTED : checked.health();
    }

    private AdminState adminNow() {
        return admin.orDrain(asksForDrain);
    }

    private double baseWeight() {
        if (weightOverride != null) {
            return weightOverride;
        }
        return reported.isKnown() ? reported.weight() : backend.weight();
    }

    private void become(Health next, String why) {
        assert next == health || isLegal(health, next) : health + " -> " + next;
        final Health before = health;
        health = next;
        reason = why;
        lastReason = why;
        if (next == before) {
            update();
            return;
        }
        sinceWallMs = loop.clock().wallMs();
        final Transition transition = new Transition(sinceWallMs, Transition.Kind.HEALTH, before, next, why);
        history.add(transition);
        if (next == Health.UP) {
            ramp.begin(loop.nowNs());
        } else {
            ramp.stop();
        }
        update();
        // after the loops, so that who hears of it finds it done
        monitor.listener().onTransition(poolHealth.pool(), index, transition);
        noteRamp();
        poolHealth.onHealthChange();
    }

    static boolean isLegal(Health from, Health to) {
        return switch (from) {
            case CHECKING -> to == Health.UP || to == Health.DOWN;
            case UP -> to != Health.UP;
            case DOWN -> to == Health.UP || to == Health.CHECKING;
            case EJECTED -> to != Health.EJECTED;
        };
    }

    private void beginRamp() {
        ramp.begin(loop.nowNs());
        noteRamp();
    }

    private void noteRamp() {
        if (ramp.isRising()) {
            note(Transition.Kind.SLOW_START, "begins to rise to its full share");
            publish();
        }
    }

    private void onRampStep() {
        if (!ramp.isRising()) {
            note(Transition.Kind.SLOW_START, "has its full share");
        }
        update();
    }

    private void note(Transition.Kind kind, String why) {
        add(new Transition(loop.clock().wallMs(), kind, health, health, why));
    }

    private void add(Transition transition) {
        lastReason = transition.reason();
        history.add(transition);
        monitor.listener().onTransition(poolHealth.pool(), index, transition);
    }

    /** Sends the loops what has changed for them, if anything, and updates the view in any case. */
    private void update() {
        final double factor = ramp.factor();
        final BackendState next = new BackendState(
                poolIndex, index, health, isPanic, adminNow(), baseWeight() * factor, factor, state.generation() + 1);
        if (!next.saysTheSameAs(state)) {
            final BackendState before = state;
            state = next;
            send();
            monitor.listener().onState(poolHealth.pool(), before, next, lastReason);
        }
        publish();
    }

    /** After a change that may bear on who takes part in the pool. */
    private void updateShares() {
        update();
        poolHealth.onHealthChange();
    }

    private void send() {
        mustResend = !monitor.send(state);
    }

    /** A mailbox was full the last time. */
    void resend() {
        if (mustResend) {
            send();
        }
    }

    private void publish() {
        monitor.view()
                .publish(
                        poolIndex,
                        index,
                        new BackendStatus(
                                pool.name(),
                                backend.id(),
                                health,
                                reason,
                                sinceWallMs,
                                isPanic,
                                admin,
                                asksForDrain,
                                state.weight(),
                                weightOverride,
                                state.limitShare(),
                                lastCheck,
                                ejection.total(),
                                ejectedUntilWallMs,
                                state.generation(),
                                history.list()));
    }
}
