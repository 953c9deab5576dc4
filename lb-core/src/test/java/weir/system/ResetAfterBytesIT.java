package weir.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.net.IoHandler;
import weir.net.NioNetwork;
import weir.net.Transport;

/** What is read from a peer that was reset, when a write was told of that first. */
@Tag("system")
@Timeout(60)
final class ResetAfterBytesIT {
    @AutoClose
    private final NioNetwork network = new NioNetwork();

    ResetAfterBytesIT() throws IOException {}

    /** Has no events: what is read and written here is so without a loop. */
    private static final class Owner extends IoHandler {
        @Override
        protected void onReady(int readyOps) {
            throw new AssertionError("nobody polls");
        }

        @Override
        protected void onFault() {
            throw new AssertionError("nobody polls");
        }
    }

    /**
     * The kernel tells of a reset once; the bytes before it are there all the same, and only a FIN before it makes
     * their end one in good order.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAnEndInGoodOrderOnlyBehindAFin(boolean hasFin) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final Transport transport = network.connect(server.getLocalSocketAddress(), new Owner());
            final Socket peer = server.accept();
            peer.getOutputStream().write("last".getBytes(US_ASCII));
            if (hasFin) {
                peer.shutdownOutput();
            }
            peer.setSoLinger(true, 0);
            peer.close();
            await("a write is told").until(() -> transport.write(ByteBuffer.allocate(1)) == Transport.GONE);
            final ByteBuffer in = ByteBuffer.allocate(16);
            assertEquals(4, transport.read(in));
            assertEquals(hasFin ? Transport.EOF : Transport.GONE, transport.read(in));
            transport.close();
        }
    }
}
