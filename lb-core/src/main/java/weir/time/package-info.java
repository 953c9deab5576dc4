/**
 * Clocks and a loop's timers.
 *
 * <p>May import nothing but {@code java.*}. Start at {@link weir.time.TimerWheel}.
 */
package weir.time;
