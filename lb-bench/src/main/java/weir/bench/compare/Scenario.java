package weir.bench.scenario;

import java.util.List;
import java.util.Locale;

/** What is asked of every proxy. A new one is one constant here (and a location in {@code peers/origin.conf}). */
public enum Scenario {
    KEEP_ALIVE_SMALL("/small", "131-byte body, connections kept alive on both sides"),
    BROWSER_HEAD("/small", "as keep-alive-small, with the request head of a browser (600 bytes)", Heads.BROWSER),
    CLIENT_CLOSE("/small", "131-byte body, a new client connection for each request", List.of("Connection: close")),
    BODY_64K("/64k", "64 KiB body, connections kept alive on both sides"),
    BODY_1M("/1m", "1 MiB body, connections kept alive on both sides");

    private final String path;
    private final String description;
    private final List<String> headers;

    Scenario(String path, String description) {
        this(path, description, List.of());
    }

    Scenario(String path, String description, List<String> headers) {
        this.path = path;
        this.description = description;
        this.headers = headers;
    }

    /** The word on the command line, for instance {@code keep-alive-small}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String path() {
        return path;
    }

    public String description() {
        return description;
    }

    /** Field lines of the request besides Host. */
    public List<String> headers() {
        return headers;
    }

    /** Apart, because an enum's constants are made before its own static fields. */
    private static final class Heads {
        static final List<String> BROWSER = List.of(
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
                "Accept-Language: en-GB,en;q=0.7,de;q=0.3",
                "Referer: http://shop.example.com/catalogue/winter?page=2",
                "Cookie: session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; consent=necessary",
                "DNT: 1",
                "Upgrade-Insecure-Requests: 1",
                "Sec-Fetch-Dest: document",
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-User: ?1",
                "Priority: u=0, i");
    }
}
