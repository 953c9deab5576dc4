package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "comapre",
                "compare --scenario faster",
                "compare --rounds 0",
                "compare --peers apache",
                "compare --out result.xml",
                "compare --proxy-core 1 --load-core 1",
                "compare --weir-jar /no/such.jar",
                "idle",
                "idle --target localhost",
                "idle --target localhost:80 --pid 999999999",
                "simulate --algorithm fastest",
                "simulate --service exp",
                "balls --bins 0"
            })
    void refusesBadUsageWithTwo(String arguments) {
        assertEquals(2, Main.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    }

    @Test
    void helpsWithZero() {
        assertEquals(0, Main.run("compare", "--help"));
    }

    @Test
    void endsWithOneWhenNobodyAnswers() {
        assertEquals(1, Main.run("idle", "--target", "127.0.0.1:1", "--connections", "1"));
    }
}
