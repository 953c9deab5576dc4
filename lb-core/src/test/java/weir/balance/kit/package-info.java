/**
 * The contract of a balancing algorithm as a test kit, published beside {@code lb-core} as its {@code tests} artifact.
 *
 * <p>Uses nothing of Weir but what is public in {@code weir.balance}, so that whoever writes an algorithm can use it.
 * Start at {@link weir.balance.kit.PickerContract}.
 */
package weir.balance.kit;
