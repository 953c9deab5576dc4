/**
 * The built jar as its users meet it: in a process of its own, over real sockets, with real peers.
 *
 * <p>Run by failsafe ({@code mvn verify}) after the jar is made. Start at {@link weir.system.Stage}, which starts
 * everything that a test needs and ends it; {@link weir.system.RawClient} speaks HTTP exactly as the test says.
 */
package weir.system;
