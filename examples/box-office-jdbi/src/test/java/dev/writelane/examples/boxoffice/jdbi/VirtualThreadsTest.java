package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.RushHourContract;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest extends HttpTest implements RushHourContract {

    @Override
    boolean virtualThreads() {
        return true;
    }
}
