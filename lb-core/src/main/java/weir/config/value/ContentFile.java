package weir.config.value;

import java.nio.file.Path;
import weir.model.FileContent;
import weir.model.MediaType;
import weir.model.Respond;

/** The path of a file whose content is sent as it is; becomes that and its type. */
public final class ContentFile implements ValueType<ContentFile.Typed> {
    private static final String ACCEPTED =
            "the path of a readable file of at most " + Units.SIZE.show(Respond.FILE_RANGE.max());

    private final SmallFile file = new SmallFile((int) Respond.FILE_RANGE.max(), ACCEPTED);

    /** @param type by the file's ending */
    public record Typed(FileContent content, String type) {}

    @Override
    public Typed read(Location location) {
        final byte[] bytes = file.read(location);
        return bytes == null
                ? null
                : new Typed(
                        new FileContent(bytes),
                        MediaType.of(Path.of(location.text()).getFileName().toString()));
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
