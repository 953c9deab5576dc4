/**
 * The configuration file: YAML (or JSON, which is YAML) in, checked {@code weir.model} records out.
 *
 * <p>Text of a user is never exceptional: the result is a value, and it names every problem of the file at once, each
 * with file, line, path, what was found and what is accepted. May import {@code weir.file}, {@code weir.text},
 * {@code weir.balance}, {@code weir.model}, the two packages below and snakeyaml, of which only the part that builds a
 * tree of nodes is used; no object is ever made from a tag.
 *
 * <p>Start at {@link weir.config.ConfigFile}, then {@link weir.config.section.RootSection}. {@code weir.config.section}
 * has a class for each map of the file, {@code weir.config.value} the ways to write one value.
 */
package weir.config;
