package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
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
                "compare --out pom.xml",
                "compare --scenario keep-alive-small,faster",
                "compare --latency-rounds -1",
                "compare --together --latency-rounds 6",
                "compare --together --scenario connection-storm",
                "compare --together --scenario all",
                "compare --together --weir-jar pom.xml --peers none",
                "compare --together --weir-jar pom.xml --connections 2",
                "compare --proxy-core 1 --load-core 1",
                "compare --weir-jar /no/such.jar",
                "doctor --connections 0",
                "doctor --pid 999999999",
                "doctor --admin 127.0.0.1",
                "doctor --token-file /no/such",
                "doctor --admin http://127.0.0.1:1 --token-file /no/such",
                "idle",
                "idle --target localhost",
                "idle --target localhost:80 --pid 999999999",
                "simulate --algorithm fastest",
                "simulate --algorithm ,",
                "simulate --duration 1s --algorithm com.example.Hungry",
                "balls --algorithm ,",
                "balls --trials 1 --algorithm com.example.Hungry",
                "slow-backend --weir-jar pom.xml --algorithms ,",
                "slow-backend --weir-jar pom.xml --algorithms com.example.Thrower",
                "simulate --service exp",
                "balls --bins 0",
                "origin --delay 5",
                "origin --listen nowhere",
                "origin --freeze 2s/1s",
                "origin --errors 60% --resets 60%",
                "origin --concurrency 0",
                "load",
                "load ftp://127.0.0.1/",
                "load http://127.0.0.1:1/ --rate 0",
                "load http://127.0.0.1:1/ --arrivals often",
                "load http://127.0.0.1:1/ --connections 0",
                "load http://127.0.0.1:1/ --connections 2 --threads 3",
                "load http://127.0.0.1:1/ --requests /no/such/file",
                "load http://127.0.0.1:1/ --header nonsense",
                "slow-backend --weir-jar /no/such.jar"
            })
    void refusesBadUsageWithTwo(String arguments) {
        assertEquals(2, Main.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    }

    @Test
    void helpsWithZero() {
        assertEquals(0, Main.run("compare", "--help"));
        assertEquals(0, Main.run("load", "--help"));
        assertEquals(0, Main.run("compare", "--list"));
    }

    @Test
    void endsWithOneWhenRequestsFailUnlessThatIsAllowed() {
        final String[] load = {"load", "http://127.0.0.1:1/", "--duration", "50ms", "--warm-up", "0s", "--quiet"};
        assertEquals(1, Main.run(load));
        final String[] allowing = Arrays.copyOf(load, load.length + 1);
        allowing[load.length] = "--allow-errors";
        assertEquals(0, Main.run(allowing));
    }

    @Test
    void endsWithOneWhenNobodyAnswers() {
        assertEquals(1, Main.run("idle", "--target", "127.0.0.1:1", "--connections", "1"));
    }
}
