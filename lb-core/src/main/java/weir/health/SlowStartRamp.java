package weir.health;

import weir.model.SlowStart;
import weir.time.Timer;
import weir.time.TimerWheel;

/**
 * One backend's way back to its full share, in {@value #STEPS} steps: each step may make tables anew on every loop, so
 * it does not rise with each request. Thread: probe loop only.
 */
final class SlowStartRamp implements Timer.Target {
    static final int STEPS = 10;

    private final SlowStart rules;
    private final TimerWheel timers;
    private final Runnable onStep;
    private final Timer timer = new Timer(this);
    private long beganNs;
    /** {@link #STEPS} = at its full share. */
    private int step = STEPS;

    /** @param onStep told after each step but the first */
    SlowStartRamp(SlowStart rules, TimerWheel timers, Runnable onStep) {
        this.rules = rules;
        this.timers = timers;
        this.onStep = onStep;
    }

    void begin(long nowNs) {
        if (rules.isOn()) {
            beganNs = nowNs;
            step = 0;
            setTimer();
        }
    }

    /** Back to a full share, without a notification. */
    void stop() {
        step = STEPS;
        timers.remove(timer);
    }

    private void setTimer() {
        timers.set(timer, beganNs + (step + 1) * (rules.durationMs() * 1_000_000L / STEPS));
    }

    @Override
    public void onTimer(long nowNs) {
        step++;
        if (step < STEPS) {
            setTimer();
        }
        onStep.run();
    }

    boolean isRising() {
        return step < STEPS;
    }

    /** Of a full share, above 0, up to 1. */
    double factor() {
        return rules.factor((double) step / STEPS);
    }
}
