package weir.app;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Whether this JVM records itself. All that needs the module for that is here: a runtime need not have it, and then
 * this class is not to be touched. Any thread.
 */
final class FlightRecordings {
    private FlightRecordings() {}

    static boolean isOneRunning() {
        return FlightRecorder.isInitialized()
                && FlightRecorder.getFlightRecorder().getRecordings().stream()
                        .anyMatch(recording -> recording.getState() == RecordingState.RUNNING);
    }

    /** @param onChange whenever one may have begun or ended; at once where a recording was there before */
    static void watch(Runnable onChange) {
        FlightRecorder.addListener(new FlightRecorderListener() {
            @Override
            public void recorderInitialized(FlightRecorder recorder) {
                onChange.run();
            }

            @Override
            public void recordingStateChanged(Recording recording) {
                onChange.run();
            }
        });
    }
}
