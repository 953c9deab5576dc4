/**
 * {@code doctor}: looks at the machine before one measures on it.
 *
 * <p>Imports {@code host}, {@code command} and {@code report}; nothing of lb-core. Start at
 * {@link weir.bench.doctor.Doctor}; each class of checks is pure functions over a {@link weir.bench.doctor.Machine}.
 */
package weir.bench.doctor;
