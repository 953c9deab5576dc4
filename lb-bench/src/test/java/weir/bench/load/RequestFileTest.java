package weir.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFileTest {
    @Test
    void readsMethodPathHeadersAndBody() {
        final List<RequestText> requests = read("""
                # what a shop is asked
                GET /catalogue?page=2
                Accept: text/html
                ###
                POST /orders
                Content-Type: application/json

                {"item": 7}

                {"item": 8}
                ###

                HEAD /
                """);
        assertEquals(3, requests.size());
        assertEquals("/catalogue?page=2", requests.get(0).path());
        assertEquals(List.of("Content-Type: application/json"), requests.get(1).headers());
        assertArrayEquals(
                "{\"item\": 7}\n\n{\"item\": 8}".getBytes(), requests.get(1).body());
        assertEquals("HEAD", requests.get(2).method());
    }

    @Test
    void writesARequestAsItGoesOverTheWire() {
        final RequestText request =
                read("POST /orders\nAccept: a/b\n\nab\n").get(0).with(List.of("X-B: 1", "accept: no"));
        assertEquals(
                "POST /orders HTTP/1.1\r\nHost: h:1\r\nAccept: a/b\r\nX-B: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab",
                new String(request.bytes("h:1", true), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'', no request in it",
        "GET, :1: must be METHOD PATH",
        "'###\nGET x', :2: path x",
        "'GET /\nNo header', :1: header No header",
        "'GET /\nContent-Length: 4', set by load itself"
    })
    void saysWhereTheFileIsWrong(String text, String message) {
        final String said =
                assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
        assertEquals(true, said.contains(message), said);
    }

    private static List<RequestText> read(String text) {
        return RequestFile.read(Path.of("r.http"), text.getBytes(StandardCharsets.UTF_8));
    }
}
