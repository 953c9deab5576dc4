package weir.relay;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import weir.net.EventLoop;

/**
 * What all relays of one loop share. Thread: owning loop only.
 *
 * @param scratch a direct buffer whose content nobody needs
 * @param random for the masks of frames, not for secrets
 */
public record RelayTools(EventLoop loop, Drain drain, ByteBuffer scratch, SplittableRandom random) {}
