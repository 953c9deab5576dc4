package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserClassPathTest {
    @TempDir
    Path folder;

    @Test
    void leavesOutWhateverHasAWeirInIt() throws IOException {
        final String weir = jar("weir-bench.jar", "weir/app/Main.class");
        final String mine = jar("mine.jar", "com/example/Mine.class");
        final Path compiled = folder.resolve("classes");
        Files.createDirectories(compiled.resolve("weir/app"));
        Files.createFile(compiled.resolve("weir/app/Main.class"));
        final String classPath =
                String.join(File.pathSeparator, weir, mine, compiled.toString(), folder.toString(), "/no/such");
        assertEquals(List.of(mine, folder.toString(), "/no/such", ".", "."), UserClassPath.entries(classPath + "::."));
    }

    private String jar(String name, String entry) throws IOException {
        final Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new ZipEntry(entry));
        }
        return file.toString();
    }
}
