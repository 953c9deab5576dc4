package weir.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestParser;

class WireCorpusTest {
    @ParameterizedTest
    @CsvSource({"curl-get, 75, 130", "browser-get, 550, 800", "api-post, 400, 800", "cookies-4k, 4000, 5000"})
    void holdsOnlyValidHeadsOfAboutTheExpectedSize(String kind, int bytesMin, int bytesMax) {
        final WireCorpus corpus = WireCorpus.of(kind);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        for (int i = 0; i < WireCorpus.VARIANTS; i++) {
            parser.reset();
            final int bytes = corpus.end(i) - corpus.start(i);
            assertEquals(Parse.COMPLETE, parser.parse(corpus.wire(), corpus.start(i), corpus.end(i)), kind + " " + i);
            assertEquals(bytes, parser.headBytes());
            assertTrue(bytes >= bytesMin && bytes <= bytesMax, kind + " " + i + " has " + bytes + " bytes");
        }
    }
}
