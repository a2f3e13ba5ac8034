package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Notes that a transaction only reads, if it was begun for the annotated method: right inside of JTA's interceptors, which are at
 * 200. {@link Before} looks what was there before them.
 */
@ReadOnlyTransaction
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 210)
public class ReadOnlyIntent {
    private static final String BEFORE = ReadOnlyIntent.class.getName();

    /** Only for the container. */
    public ReadOnlyIntent() {}

    @AroundInvoke
    Object note(InvocationContext call) throws Exception {
        Transaction now = TransactionNotes.current();
        if (now != null && now != call.getContextData().remove(BEFORE)) {
            TransactionNotes.begunFor(now).noteReadOnly();
        }
        return call.proceed();
    }

    /** Right outside of JTA's interceptors. */
    @ReadOnlyTransaction
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 190)
    public static class Before {

        /** Only for the container. */
        public Before() {}

        @AroundInvoke
        Object look(InvocationContext call) throws Exception {
            Transaction before = TransactionNotes.current();
            if (before != null) {
                call.getContextData().put(BEFORE, before);
            }
            return call.proceed();
        }
    }
}
