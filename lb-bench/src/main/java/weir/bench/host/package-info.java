/**
 * The machine around a measurement: programs and their Debian packages, child processes and temporary files that never
 * outlive the command, and what {@code /proc} says about CPU time.
 *
 * <p>Imports nothing of ours. Start at {@link weir.bench.host.Workspace}.
 */
package weir.bench.host;
