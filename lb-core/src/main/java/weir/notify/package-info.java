/**
 * Tells others what became of backends and pools: by webhook, and by a command that may heal them.
 *
 * <p>May import {@code weir.text}, {@code weir.model} and jackson-core. Start at {@link weir.notify.Notifier}. Nothing
 * here runs on a loop, and nothing that others do here can hold one up: queues are bounded, and each receiver has a
 * thread of its own.
 */
package weir.notify;
