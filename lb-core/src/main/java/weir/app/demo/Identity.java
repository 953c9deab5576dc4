package weir.app.demo;

/** Who answers. */
record Identity(String name, int port, long pid) {
    Identity(String name, int port) {
        this(name, port, ProcessHandle.current().pid());
    }
}
