package weir.balance;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import weir.balance.kit.PickerContract;
import weir.balance.kit.Trait;
import weir.testkit.Compiled;

/** The example of docs/BALANCING.md keeps to the contract, with the claims that stand there. */
class DocumentedExampleTest extends PickerContract {
    @TempDir
    static Path classes;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws IOException {
        Compiled.into(classes, System.getProperty("java.class.path"), Compiled.exampleOfTheDocumentation());
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, PickerContract.class.getClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Override
    public Picker picker(PickerParts parts) {
        return CustomAlgorithm.load("com.example.JoinIdle", loader).picker(parts);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FAIR, Trait.LOAD_AWARE);
    }
}
