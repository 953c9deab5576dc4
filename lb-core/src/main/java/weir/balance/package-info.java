/**
 * Choose a backend index: one class per algorithm. No I/O; clock and randomness are passed in.
 *
 * <p>May import {@code weir.text} only. Start at {@link weir.balance.Picker}; an algorithm is one class here and one
 * line in {@link weir.balance.Algorithm}. What is public here is also what an {@link weir.balance.CustomAlgorithm} is
 * made of.
 */
package weir.balance;
