/**
 * The command line, the wiring of all packages, and the embedding API.
 *
 * <p>The only place that sees everything. Start at {@link weir.app.Weir} to embed, at {@link weir.app.Main} for the
 * command line.
 */
package weir.app;
