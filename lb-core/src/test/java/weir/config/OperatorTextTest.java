package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorTextTest {
    /** Files of earlier versions have IPv6 in its long form. */
    @ParameterizedTest
    @CsvSource({
        "[::1]:80, [0:0:0:0:0:0:0:1]:80, true",
        "[2001:DB8::1]:80, [2001:db8:0:0:0:0:0:1]:80, true",
        "[::1]:80, [::1]:81, false",
        "[::1]:80, [::2]:80, false",
        "app.test:80, app.test:80, true",
        "app.test:80, 127.0.0.1:80, false",
        "unix:/run/a.sock, unix:/run/a.sock, true",
        "unix:/run/a.sock, unix:/run/b.sock, false",
    })
    void knowsAnAddressInAnotherForm(String one, String other, boolean isSame) {
        assertEquals(isSame, OperatorText.isSameAddress(one, other));
    }
}
