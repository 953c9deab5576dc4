/**
 * What the commands of {@code weir-bench} share: how they speak and how they refuse. Imports nothing of ours but
 * picocli. Start at {@link weir.bench.command.Console}.
 */
package weir.bench.command;
