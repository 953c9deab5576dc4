package weir.bench.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import weir.balance.Algorithm;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.GuardedPicker;
import weir.balance.Loads;
import weir.balance.Picker;
import weir.balance.PickerFactory;
import weir.balance.PickerParts;
import weir.buf.Hash64;
import weir.config.AlgorithmText;
import weir.model.ExchangeEnd;

/**
 * One algorithm under one plan, from the first arrival until the last request has ended.
 *
 * <pre>
 *   arrival -> pick -> refused ------------------------------.
 *                 '--> failing backend: answers with an error +--> retry, where the policy allows it, or the end
 *                 '--> queue -> worker -> answer              |
 *                         '---------'--- cut when it goes down'
 * </pre>
 *
 * <p>The pickers, health's rise and fall, the retry policy and the ends are lb-core's own. What is modelled: backends
 * ({@link Station}), the clock, and the news between threads, which takes no time here. Thread: one, any.
 */
final class Simulation {
    private final Plan plan;
    private final AlgorithmText algorithm;
    private final LongConsumer progress;
    private final VirtualClock clock = new VirtualClock();
    private final EventQueue events = new EventQueue();
    private final Traffic traffic;
    private final SplittableRandom loopRandom;
    private final Station[] stations;
    private final VirtualLoop[] loops;
    private final Checks checks;
    private final Deadlines deadlines;
    private final Stock stock = new Stock();
    private final Recorder recorder;
    private int inFlight;
    private boolean hasArrivals;
    private boolean isDeadlineSet;

    /**
     * @param progress told the virtual time, some hundred times per run
     * @throws weir.balance.InvalidAlgorithmException an own algorithm does not fit the plan
     */
    Simulation(Plan plan, AlgorithmText algorithm, LongConsumer progress) {
        this.plan = plan;
        this.algorithm = algorithm;
        this.progress = progress;
        final SplittableRandom random = new SplittableRandom(plan.seed());
        traffic = plan.traffic().begin(random.nextLong());
        loopRandom = random.split();
        stations = new Station[plan.backends()];
        Arrays.setAll(stations, i -> new Station(plan.workers()));
        checks = new Checks(plan.health(), stations, events, random.split(), this::onHealth);
        recorder = new Recorder(plan);
        loops = loops(random.split());
        deadlines = new Deadlines(plan.responseTimeoutNs());
    }

    private VirtualLoop[] loops(SplittableRandom random) {
        final Loads loads = new Loads(plan.loops(), plan.backends());
        final VirtualLoop[] made = new VirtualLoop[plan.loops()];
        for (int i = 0; i < made.length; i++) {
            final BackendSet backends = backends();
            made[i] = new VirtualLoop(
                    backends,
                    picker(new PickerParts(
                            backends, i, loads, loads.row(i), clock::nowNs, random.nextLong(), plan.boundedLoad())));
        }
        return made;
    }

    /** As {@code weir.pool.PoolView} makes them. */
    private Picker picker(PickerParts parts) {
        final PickerFactory factory = algorithm.factory();
        final Picker made = factory.picker(parts);
        return factory.kind() == Algorithm.Kind.CUSTOM
                ? new GuardedPicker(factory.word(), made, parts.backends(), recorder::onFault)
                : made;
    }

    private BackendSet backends() {
        final long[] identities = new long[plan.backends()];
        Arrays.setAll(identities, i -> Hash64.of(("b" + (i + 1)).getBytes(StandardCharsets.US_ASCII)));
        return new BackendSet(
                plan.weights().stream().mapToDouble(Double::doubleValue).toArray(), identities);
    }

    Result run() {
        scheduleTroubles();
        checks.start();
        events.add(plan.intervalNs(), Event.SAMPLE.on(0));
        hasArrivals = nextArrival();
        while (hasArrivals || inFlight > 0) {
            if (hasArrivals && traffic.atNs() <= events.nextNs()) {
                clock.set(traffic.atNs());
                onArrival();
                hasArrivals = nextArrival();
            } else {
                clock.set(events.nextNs());
                dispatch(events.take());
            }
        }
        return recorder.result(algorithm);
    }

    private boolean nextArrival() {
        return traffic.next() && traffic.atNs() < plan.durationNs();
    }

    private void scheduleTroubles() {
        final List<Trouble> troubles = plan.troubles();
        for (int i = 0; i < troubles.size(); i++) {
            events.add(troubles.get(i).fromNs(), Event.TROUBLE_BEGINS.on(i));
            if (troubles.get(i).untilNs() != EventQueue.NEVER) {
                events.add(troubles.get(i).untilNs(), Event.TROUBLE_ENDS.on(i));
            }
        }
    }

    private void dispatch(int event) {
        final int number = Event.number(event);
        switch (Event.of(event)) {
            case DONE -> onDone(stock.job(number));
            case CHECK -> checks.onDue(number, clock.nowNs());
            case DEADLINE -> onDeadline();
            case TROUBLE_BEGINS -> onTrouble(number, true);
            case TROUBLE_ENDS -> onTrouble(number, false);
            case SAMPLE -> onSample();
        }
    }

    private void onSample() {
        final long nowNs = clock.nowNs();
        recorder.sample(nowNs, inFlight, stations, loops[0].backends().usableCount());
        progress.accept(nowNs);
        if (plan.durationNs() - nowNs
                >= plan.intervalNs()) { // then it is over: what is left may take long, and would make samples without
            // end
            events.add(nowNs + plan.intervalNs(), Event.SAMPLE.on(0));
        }
    }

    // --- a request, as Weir leads it

    private void onArrival() {
        final Request request = stock.takeRequest();
        inFlight++;
        request.arrivalNs = clock.nowNs();
        request.workNs = traffic.workNs();
        request.loop = loops.length == 1 ? loops[0] : loops[loopRandom.nextInt(loops.length)];
        request.attemptsLeft = plan.retry().attempts();
        request.tried.reset();
        request.tried.setKey(traffic.key());
        tryNext(request, ExchangeEnd.NO_BACKEND);
    }

    /** @param otherwise how the request ends when no backend is left */
    private void tryNext(Request request, ExchangeEnd otherwise) {
        final VirtualLoop loop = request.loop;
        final int backend = loop.picker().pick(request.tried);
        if (backend == Picker.NONE) {
            end(request, otherwise, false);
            return;
        } else if (backend == GuardedPicker.FAULT) {
            end(request, ExchangeEnd.PICKER_FAULT, false);
            return;
        }
        request.backend = backend;
        request.attemptNs = clock.nowNs();
        recorder.onPick(request);
        if (loop.wantsFeedback()) {
            loop.picker().onStart(backend);
        }
        if (stations[backend].isDown) {
            checks.onConnectFailed(backend, clock.nowNs());
            onAttemptFailed(request, ExchangeEnd.CONNECT_REFUSED);
        } else {
            send(request, backend);
        }
    }

    private void send(Request request, int backend) {
        final Station station = stations[backend];
        final Job job = stock.takeJob();
        job.request = request;
        job.station = backend;
        job.workNs = request.workNs;
        job.isDead = false;
        job.isFailing = station.isFailing;
        if (station.isFailing) {
            events.add(clock.nowNs() + plan.errorNs(), Event.DONE.on(job.slot));
        } else if (station.accept(job)) {
            serve(job, station);
        }
        deadlines.add(job, clock.nowNs());
        if (!isDeadlineSet) {
            setDeadline();
        }
    }

    /**
     * The rule of {@code weir.exchange.BackendAttempts}, for requests that may be repeated and connections that are
     * new.
     */
    private void onAttemptFailed(Request request, ExchangeEnd end) {
        endAttempt(request, AttemptEnd.FAILED);
        final boolean isWorthAnother =
                end.retryOn() != null && plan.retry().isOn(end.retryOn()) && request.attemptsLeft > 0;
        if (isWorthAnother) {
            tryAnother(request, end);
        } else {
            end(request, end, false);
        }
    }

    private void onAnswer(Request request, boolean isFailed) {
        checks.onAnswer(request.backend);
        endAttempt(request, isFailed ? AttemptEnd.FAILED : AttemptEnd.ANSWERED);
        if (isFailed && !plan.retry().statuses().isEmpty() && hasAnother(request)) {
            tryAnother(request, ExchangeEnd.NO_BACKEND);
        } else {
            end(request, ExchangeEnd.SERVED, isFailed);
        }
    }

    private void tryAnother(Request request, ExchangeEnd otherwise) {
        request.attemptsLeft--;
        request.tried.addTried(request.backend);
        recorder.onRetry(request);
        tryNext(request, otherwise);
    }

    /** An answer is only given up for a backend that is there; without one, the client gets it as it is. */
    private boolean hasAnother(Request request) {
        final BackendSet backends = request.loop.backends();
        int others = 0;
        for (int i = 0; i < stations.length; i++) {
            if (i != request.backend && backends.isUsable(i) && !request.tried.wasTried(i)) {
                others++;
            }
        }
        return request.attemptsLeft > 0 && others > 0;
    }

    private void endAttempt(Request request, AttemptEnd end) {
        if (request.loop.wantsFeedback()) {
            request.loop.picker().onEnd(request.backend, clock.nowNs() - request.attemptNs, end);
        }
    }

    private void end(Request request, ExchangeEnd end, boolean isFailed) {
        recorder.onEnd(request, end, isFailed, clock.nowNs());
        inFlight--;
        stock.give(request);
    }

    private void onDeadline() {
        for (Job job = deadlines.expired(clock.nowNs()); job != null; job = deadlines.expired(clock.nowNs())) {
            final Request request = job.request;
            job.request = null; // the backend does not know, and goes on
            onAttemptFailed(request, ExchangeEnd.RESPONSE_TIMEOUT);
        }
        isDeadlineSet = false;
        if (deadlines.nextNs() != EventQueue.NEVER) {
            setDeadline();
        }
    }

    private void setDeadline() {
        isDeadlineSet = true;
        events.add(deadlines.nextNs(), Event.DEADLINE.on(0));
    }

    // --- backends

    private void serve(Job job, Station station) {
        events.add(clock.nowNs() + Math.round(job.workNs * station.slowness), Event.DONE.on(job.slot));
    }

    private void onDone(Job job) {
        final Request request = job.request;
        final Station station = stations[job.station];
        if (!job.isDead && !job.isFailing) {
            final Job next = station.release();
            if (next != null) {
                serve(next, station);
            }
        }
        final boolean isFailing = job.isFailing;
        stock.give(job);
        if (request != null) {
            onAnswer(request, isFailing);
        }
    }

    private void onTrouble(int number, boolean begins) {
        final Trouble trouble = plan.troubles().get(number);
        int first = 0;
        for (Trouble before : plan.troubles().subList(0, number)) {
            first += before.count();
        }
        for (int i = first; i < first + trouble.count(); i++) {
            switch (trouble.kind()) {
                case SLOW -> stations[i].slowness = begins ? trouble.factor() : 1;
                case FAIL -> stations[i].isFailing = begins;
                case DOWN -> {
                    stations[i].isDown = begins;
                    if (begins) {
                        cut(i);
                    }
                }
            }
        }
    }

    /** The backend's connections break, and with them what it has. */
    private void cut(int backend) {
        final Job waited = stations[backend].clear();
        final List<Request> cut = stock.kill(backend);
        for (Job job = waited; job != null; job = job.next) {
            stock.give(job); // no event is to come that would; those in service have one
        }
        for (Request request : cut) {
            onAttemptFailed(request, ExchangeEnd.EMPTY_RESPONSE);
        }
    }

    private void onHealth(int backend, boolean isUp) {
        for (VirtualLoop loop : loops) {
            loop.backends().setUsable(backend, isUp);
        }
    }
}
