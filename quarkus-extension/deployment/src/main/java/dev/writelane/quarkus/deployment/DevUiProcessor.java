package dev.writelane.quarkus.deployment;

import dev.writelane.quarkus.runtime.LanesJsonRpc;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** The card in the Dev UI: who holds which lane. */
@BuildSteps(onlyIf = IsLocalDevelopment.class)
final class DevUiProcessor {

    @BuildStep
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder()
                .title("Lanes")
                .icon("font-awesome-solid:road")
                .componentLink("qwc-writelane-lanes.js")
                .dynamicLabelJsonRPCMethodName("heldLanes"));
        return card;
    }

    @BuildStep
    JsonRPCProvidersBuildItem data() {
        return new JsonRPCProvidersBuildItem(LanesJsonRpc.class);
    }
}
