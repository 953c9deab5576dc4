package weir.model;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file's ending says of its content. Any thread. */
public final class MediaType {
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_ENDING = Stream.of("""
                    html htm text/html; charset=utf-8
                    txt text log md text/plain; charset=utf-8
                    css text/css; charset=utf-8
                    csv text/csv; charset=utf-8
                    js mjs text/javascript; charset=utf-8
                    json map application/json
                    webmanifest application/manifest+json
                    xml application/xml
                    svg image/svg+xml
                    png image/png
                    jpg jpeg image/jpeg
                    gif image/gif
                    webp image/webp
                    avif image/avif
                    ico image/x-icon
                    woff font/woff
                    woff2 font/woff2
                    ttf font/ttf
                    otf font/otf
                    wasm application/wasm
                    pdf application/pdf
                    zip application/zip
                    gz application/gzip
                    mp3 audio/mpeg
                    mp4 video/mp4
                    webm video/webm
                    """.split("\n"))
            .flatMap(MediaType::entries)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private MediaType() {}

    private static Stream<Map.Entry<String, String>> entries(String line) {
        final int slash = line.indexOf('/');
        final int space = line.lastIndexOf(' ', slash);
        return Stream.of(line.substring(0, space).split(" "))
                .map(ending -> Map.entry(ending, line.substring(space + 1)));
    }

    /** @param name of a file, with or without its path */
    public static String of(String name) {
        final String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, UNKNOWN);
    }
}
