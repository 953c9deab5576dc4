/**
 * Files that are read whole: which ones are, and how much of them.
 *
 * <p>May import nothing but {@code java.*}. Start at {@link weir.file.BoundedFile}.
 */
package weir.file;
