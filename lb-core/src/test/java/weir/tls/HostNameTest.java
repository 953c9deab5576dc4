package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of backends that the JDK cannot compare with those of a certificate. */
class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "my_service, my_service, true",
        "my_service, your_service, false",
        "my_service, *, false",
        "_x.com, _x.com, true",
        "_x.com, *.com, false",
        "_x.site.test, *.site.test, true",
        "_x.my_site.test, *.my_site.test, true",
        "a._x.site.test, *.site.test, false",
        "a._x.site.test, *._x.site.test, true",
        "a..com, *..com, false",
        "a..b.com, *..b.com, false",
        "_x.com., *.com., false",
        "_x.com., *.com, false",
        "._x.com, *._x.com, false",
    })
    void aWildcardStandsForOneLabelBeforeTwoOthers(String host, String name, boolean isCovered) {
        assertEquals(isCovered, HostName.isCovered(host, List.of("other.test", name)));
    }
}
