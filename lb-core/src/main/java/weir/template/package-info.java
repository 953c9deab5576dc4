/**
 * Texts with placeholders, which headers, redirects, bodies and log lines are made of.
 *
 * <p>May import nothing of Weir. Start at {@link weir.template.Template}.
 */
package weir.template;
