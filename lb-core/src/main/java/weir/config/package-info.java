/**
 * The configuration file: YAML (or JSON, which is YAML) in, checked {@code weir.model} records out.
 *
 * <p>Text of a user is never exceptional: the result is a value, and it names every problem of the file at once, each with
 * file, line, path, what was found and what is accepted. May import {@code weir.file}, {@code weir.text}, {@code weir.balance},
 * {@code weir.proxyprotocol}, {@code weir.http}, {@code weir.model}, {@code weir.pki} and snakeyaml, of which only the part that builds
 * a tree of nodes is used; no object is ever made from a tag.
 *
 * <p>Start at {@link weir.config.ConfigFile}, then {@link weir.config.RootSection}: each {@code ...Section} class declares
 * the keys of one map of the file, with their defaults, and makes one record of them. A new key is one line there, one
 * record component with its range, and one row in {@code docs/CONFIG.md} (a test asks for it). The other classes are the
 * {@link weir.config.Shape}s in which one value may be written.
 */
package weir.config;
