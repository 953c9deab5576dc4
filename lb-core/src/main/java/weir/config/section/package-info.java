/**
 * The maps of the configuration file, a class each: it declares the keys, with their defaults, and makes one record of
 * them. A new key is one line there, one record component with its range, and one row in {@code docs/CONFIG.md} (a test
 * asks for it).
 *
 * <p>May import {@code weir.balance}, {@code weir.proxyprotocol}, {@code weir.http}, {@code weir.model},
 * {@code weir.pki}, {@code weir.config.value} and snakeyaml. Start at {@link weir.config.section.RootSection}.
 */
package weir.config.section;
