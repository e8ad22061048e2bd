"""Oscar's own addresses, and two lists that read the database.

With Haystack's simple engine Oscar's own category and search pages list no goods at all, so they are no peer. The two
views here list them from Oscar's own queryset with Oscar's own templates, as Oscar itself did before Haystack.
"""

from types import SimpleNamespace

from django.apps import apps
from django.contrib.flatpages.views import flatpage
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views.generic import ListView
from oscar.apps.catalogue.models import Category, Product
from oscar.apps.search.forms import CategoryForm, SearchForm

PER_PAGE = 24  # as many as our pages list


class _Goods(ListView):
    paginate_by = PER_PAGE

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # The templates expect Haystack's results, which wrap the row.
        found = [SimpleNamespace(object=product) for product in context["page_obj"].object_list]
        context["page_obj"].object_list = found
        return context | {"page": context["page_obj"], "products": found}


class CategoryGoods(_Goods):
    template_name = "oscar/catalogue/category.html"

    def get_queryset(self):
        self.category = get_object_or_404(Category, pk=self.kwargs["pk"])
        inside = self.category.get_descendants_and_self()
        found = Product.objects.browsable().base_queryset().filter(categories__in=inside)
        return found.order_by("-date_created").distinct()

    def get_context_data(self, **kwargs):
        form = CategoryForm(self.request.GET, categories=[self.category], searchqueryset=None)
        return super().get_context_data(**kwargs) | {"category": self.category, "form": form}


class SearchGoods(_Goods):
    template_name = "oscar/search/results.html"

    def get_queryset(self):
        found = Product.objects.browsable().base_queryset()
        for word in self.request.GET.get("q", "").split():
            found = found.filter(title__icontains=word)
        return found.order_by("-date_created")

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "")
        return super().get_context_data(**kwargs) | {"query": query, "form": SearchForm(self.request.GET)}


urlpatterns = [
    path("listed/<int:pk>/", CategoryGoods.as_view()),
    path("listed/", SearchGoods.as_view()),
    path("i18n/", include("django.conf.urls.i18n")),
    path("pages/<path:url>/", flatpage, name="flatpage"),
    path("", include(apps.get_app_config("oscar").urls[0])),
]
