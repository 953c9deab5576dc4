package weir.bench.sim;

import java.util.ArrayList;
import java.util.List;

/** Requests and jobs to take and to give back, so that the steady state allocates none. Thread: the simulation's. */
final class Stock {
    private final List<Request> idleRequests = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<Job> idleJobs = new ArrayList<>();

    Request takeRequest() {
        return idleRequests.isEmpty() ? new Request() : idleRequests.remove(idleRequests.size() - 1);
    }

    void give(Request request) {
        idleRequests.add(request);
    }

    Job takeJob() {
        if (!idleJobs.isEmpty()) {
            return idleJobs.remove(idleJobs.size() - 1);
        }
        final Job job = new Job(jobs.size());
        jobs.add(job);
        return job;
    }

    Job job(int slot) {
        return jobs.get(slot);
    }

    void give(Job job) {
        job.request = null;
        job.use++;
        idleJobs.add(job);
    }

    /** A backend has died: nobody waits for its jobs any more. O(jobs of all backends), once per death. */
    List<Request> kill(int station) {
        final List<Request> cut = new ArrayList<>();
        for (Job job : jobs) {
            if (job.station == station) {
                job.isDead = true; // harmless to those that are idle
                if (job.request != null) {
                    cut.add(job.request);
                    job.request = null;
                }
            }
        }
        return cut;
    }
}
