/**
 * The ways to write one value in the configuration file: a {@link weir.config.value.ValueType} each, for sizes,
 * durations, addresses, words, files; and what all of them need: where the value stands, and whom to tell that it is
 * wrong.
 *
 * <p>May import {@code weir.file}, {@code weir.text}, {@code weir.balance}, {@code weir.http}, {@code weir.model},
 * {@code weir.pki} and the nodes of snakeyaml. Start at {@link weir.config.value.Location}.
 */
package weir.config.value;
