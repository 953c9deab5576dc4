/**
 * Acts on the loops as a whole: stops them in good order.
 *
 * <p>May import {@code config}, {@code model}, {@code filter}, {@code route}, {@code snapshot}, {@code time}. Reaches loops through {@link
 * weir.snapshot.LoopPort} only. Start at {@link weir.control.Shutdown}.
 */
package weir.control;
