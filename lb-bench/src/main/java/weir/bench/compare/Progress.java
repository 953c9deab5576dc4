package weir.bench.compare;

/** Where a line about what is going on goes. Any thread. */
interface Progress {
    void say(String line);
}
